-- One message into the inbox of somebody, for a statement of a room above that tells in the moment in which it decides.
-- What notices.actions.write does for an inbox, without its round trips. p_area: the place whose offices answer for it.
CREATE OR REPLACE FUNCTION notices_write_in_app(
  p_public_id text, p_inbox text, p_kind text, p_text text, p_recipe jsonb, p_link text, p_at timestamptz, p_area bigint
) RETURNS void LANGUAGE sql AS $$
  INSERT INTO notices_message
    (public_id, channel, inbox, address_mask, kind, text, recipe, link, urgent, written_at, delivered_at, tries, failure,
     area_id)
  VALUES (p_public_id, 'inapp', p_inbox, '', p_kind, p_text, p_recipe, p_link, false, p_at, p_at, 0, '', p_area)
$$;

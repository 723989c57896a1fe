"""What is looked for on a page by the crawl (crawl.py): links, shape, sizes, texts, the keyboard's place."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]

# Chinese type comes only where the device has none.
ASSETS = """() => performance.getEntriesByType('resource').map(e => e.name)
  .filter(name => new URL(name).pathname.startsWith('/static/') && !name.includes('noto'))"""
# What a page offers to follow, and where it points to within itself.
LINKS = """() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"""
# Ids that links of the page name and that are not there.
NOWHERE = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
  .filter(id => id && !document.getElementById(id)).map(id => `a link to #${id}, which is not on the page`)"""
# The narrowest cell of the tables that says more than three signs, in widths of its own type.
NARROWEST = """() => Math.min(...[...document.querySelectorAll('main table :is(th, td)')]
  .filter(cell => cell.innerText.trim().length > 3 && cell.getClientRects().length)
  .map(cell => cell.getBoundingClientRect().width / parseFloat(getComputedStyle(cell).fontSize)))"""
SHAPE = """scripts => {
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const edge = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > edge + 1);
    found.push(`wider than the screen (${out.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')})`);
  }
  const heads = [...document.querySelectorAll('h1')].filter(e => e.checkVisibility()).length;
  if (heads !== 1) found.push(`${heads} headings of the first level`);
  if (!document.title.trim()) found.push('no title');
  if (!document.querySelector('main a[href], main button, nav a[href], header a[href]')) found.push('a dead end');
  const usable = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  for (const e of document.querySelectorAll('[onclick], [role=button]:not([tabindex]):not(button), [tabindex]'))
    if (usable(e) && (e.tabIndex > 0 || (e.tabIndex < 0 && e.matches('[onclick], [role=button]'))))
      found.push(`not in the order of the keyboard: ${e.tagName} ${e.className}`);
  // Without scripts nothing may be shown that only a script can do.
  if (!scripts) for (const e of document.querySelectorAll('button[type=button], [data-scan-begin], .spinner-border'))
    if (usable(e)) found.push(`does nothing without scripts: "${(e.innerText || e.ariaLabel || '').trim()}"`);
  return found;
}"""
# What is too small to be hit: [least pixels, whether room around it counts instead]. Fingers get their pixels whole; a
# mouse gets WCAG 2.2, 2.5.8: words of a text, marks behind a label, and what stands so far from the next that no circle
# of that diameter around it reaches another, are no fault.
SMALL = """([least, spaced]) => {
  const all = [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
    .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && e.tabIndex >= 0)
    .filter(e => !e.closest('.by-skip, .visually-hidden'))
    .map(e => [e, (e.matches('[type=checkbox], [type=radio]') && e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, box]) => box.width && box.height);
  const small = ([e, box]) => box.height < least - .5 || box.width < least - .5;
  const gap = (x, y, box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const alone = ([e, box]) => {
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    return all.every(([other, its]) => other === e || e.contains(other) || other.contains(e) || (small([other, its])
      ? Math.hypot(x - (its.left + its.right) / 2, y - (its.top + its.bottom) / 2) >= least - .5
      : gap(x, y, its) >= least / 2 - .5));
  };
  return all.filter(small)
    // A link in running text is a word of it.
    .filter(([e]) => getComputedStyle(e).display !== 'inline'
      || e.parentElement.innerText.trim() === e.innerText.trim())
    .filter(one => !spaced || !alone(one))
    .map(([e, box]) => `${e.tagName}.${[...e.classList].join('.')} in ${e.parentElement.tagName} in ` +
      `${(e.parentElement.closest('[class]') || document.body).className} "${(e.innerText || '').slice(0, 12)}" ` +
      `${Math.round(box.width)}x${Math.round(box.height)}`);
}"""
# Titles of more than one line that leave one Chinese sign, with what commas and stops hang on it, alone on the last.
LONELY = """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, .by-list strong, .by-card strong, legend)')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden')).map(e => {
    const texts = [], walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), part = document.createRange();
    while (walk.nextNode()) [...walk.currentNode.data].forEach((sign, n) => {
      if (/\\s/.test(sign) || n + sign.length > walk.currentNode.length) return;
      part.setStart(walk.currentNode, n); part.setEnd(walk.currentNode, n + 1);
      const box = part.getBoundingClientRect();
      if (box.width) texts.push([sign, (box.top + box.bottom) / 2, box.height]);
    });
    if (texts.length < 4) return '';
    const [, low, high] = texts.at(-1);
    const last = texts.filter(([, y]) => y > low - high / 2).map(([sign]) => sign).join('');
    const bare = last.replace(/[，。、：；？！]/g, '');
    return texts.some(([, y]) => y < low - high / 2) && /^[\\u3400-\\u9fff]$/.test(bare)
      ? `one sign alone on the last line: "${e.innerText.trim().slice(0, 40)}"` : '';
  }).filter(Boolean)"""
# Texts as they are read: text nodes and what is said instead of pictures.
TEXTS = """() => {
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!e.closest('script, style, template, [lang]:not(html)')) found.push(walk.currentNode.data);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const e of document.querySelectorAll(`[${name}]`)) found.push(e.getAttribute(name));
  return found.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
# The element that has the keyboard: what it is, and whether it is covered by the frame.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  e.dataset.crawled = (+e.dataset.crawled || 0) + 1;
  const box = e.getBoundingClientRect();
  const bar = document.querySelector('.by-bar');
  const under = bar && !bar.contains(e) && bar.checkVisibility() && box.height < 200 &&
    box.bottom > bar.getBoundingClientRect().top + 2 &&
    getComputedStyle(bar).position === 'fixed';
  return {times: +e.dataset.crawled, under: !!under, away: box.bottom < 0 || box.top > innerHeight,
    what: `${e.tagName} "${(e.innerText || e.ariaLabel || e.name || '').trim().slice(0, 20)}"`};
}"""
# What a template or a format left behind.
LEFT_OVER = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bNone\b|\bundefined\b|\bNaN\b|\[object ")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def chinese_texts() -> frozenset[str]:
    """Every text of the catalogues that says something else in English."""
    found = set()
    for path in ROOT.glob("baiying/*/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                found.update(text.strip() for text in ids if text and CHINESE.search(text))
    return frozenset(found)


def untranslated(texts: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for text in texts:
        if text in known:
            yield f"stays Chinese in English: “{text}”"

from django.urls import path

from baiying.places.views import calendar, choose, coverage, imports, populations, rule_sets, set_up, site_tables, sites

app_name = "places"
urlpatterns = [
    path("areas/choose/", choose.choose, name="choose"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<str:site_pid>/", sites.site, name="site"),
    path("desk/set-up/", set_up.set_up, name="set_up"),
    path("desk/set-up/sites/", set_up.sites, name="set_up_sites"),
    path("desk/set-up/calendar/", set_up.calendar, name="set_up_calendar"),
    path("desk/places/imports/", imports.imports, name="imports"),
    path("desk/places/imports/<str:import_pid>/", imports.report, name="import"),
    path("desk/places/imports/<str:import_pid>/confirmation/", imports.confirmation, name="import_confirmation"),
    path("desk/places/imports/<str:import_pid>/withdrawal/", imports.withdrawal, name="import_withdrawal"),
    path("desk/places/imports/<str:import_pid>/lines/", imports.lines, name="import_lines"),
    path("desk/places/imports/<str:import_pid>/sheet/", imports.sheet, name="import_sheet"),
    path("desk/places/imports/<str:import_pid>/undoing/", imports.undoing, name="import_undoing"),
    path("desk/places/coverage/", coverage.coverage, name="coverage"),
    path("desk/places/coverage/<str:division_pid>/", coverage.coverage, name="coverage_of"),
    path("desk/places/coverage/<str:division_pid>/states/", coverage.states, name="coverage_states"),
    path("desk/places/coverage/sites/<str:site_pid>/", coverage.site, name="site_office"),
    path("desk/places/coverage/sites/<str:site_pid>/states/", coverage.site_states, name="site_states"),
    path("desk/places/coverage/sites/<str:site_pid>/description/", coverage.site_description, name="site_description"),
    path("desk/places/site-tables/", site_tables.tables, name="site_tables"),
    path("desk/places/site-tables/<str:site_table_pid>/undoing/", site_tables.undoing, name="site_table_undoing"),
    path("desk/places/populations/", populations.populations, name="populations"),
    path("desk/places/populations/new/", populations.new, name="population_new"),
    path("desk/places/populations/<str:population_pid>/undoing/", populations.undoing, name="population_undoing"),
    path("desk/places/populations/export/", populations.export, name="population_export"),
    path("desk/places/rules/", rule_sets.rules, name="rules"),
    path("desk/places/rules/<str:kind>/new/", rule_sets.new, name="rule_new"),
    path("desk/places/rules/<str:rule_pid>/", rule_sets.rule, name="rule"),
    path("desk/places/rules/<str:rule_pid>/confirmation/", rule_sets.confirmation, name="rule_confirmation"),
    path("desk/places/rules/<str:rule_pid>/withdrawal/", rule_sets.withdrawal, name="rule_withdrawal"),
    path("desk/places/calendar/", calendar.calendar, name="calendar"),
]

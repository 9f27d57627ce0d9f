from django.urls import include, path

from .views.alerts import AlertPages, budget, new_finding
from .views.boards import board, icons, set_board
from .views.catalogue import catalogue
from .views.effect import split
from .views.indicator import aim, indicator, mark, rebase, switch, withdraw
from .views.measuring import measure
from .views.own import OwnPages, check, preview
from .views.report import remark, report, report_on_paper
from .views.returns import (
    ReturnPages,
    begin,
    end_entrusted,
    entrusted,
    fill,
    sheet,
    take_table,
    template,
)
from .views.risk import fit, risk, risk_model
from .views.rows import rows, rows_as_table, values

alerts = [
    path("budget/", budget, name="budget"),
    *AlertPages.urls(),
    path("<slug:number>/findings/new/", new_finding, name="alert-finding"),
]
returns = [
    path("fill/", fill, name="fill"),
    path("table/", take_table, name="return-table"),
    path("template.xlsx", template, name="return-template"),
    path("entrusted/", entrusted, name="entrusted"),
    path("entrusted/<int:pk>/end/", end_entrusted, name="entrusted-end"),
    path("open/<slug:code>/<slug:month>/", begin, name="begin"),
    *ReturnPages.urls(),
    path("<slug:number>/sheet/", sheet, name="sheet"),
]
own = [
    path("check/", check, name="own-check"),
    path("preview/", preview, name="own-preview"),
    *OwnPages.urls(),
]

app_name = "indicators"
urlpatterns = [
    path("", board, name="board"),
    path("icons/", icons, name="icons"),
    path("sets/<slug:board>/", set_board, name="set"),
    path("catalogue/", catalogue, name="catalogue"),
    path("measuring/", measure, name="measure"),
    path("risk/", risk, name="risk"),
    path("risk/fit/", fit, name="fit"),
    path("risk/<int:pk>/", risk_model, name="risk-model"),
    path("report/", report, name="report"),
    path("report/remark/", remark, name="remark"),
    path("report/report.<slug:format>", report_on_paper, name="report-paper"),
    path("alerts/", include(alerts)),
    path("returns/", include(returns)),
    path("own/", include(own)),
    path("effects/<slug:number>/split/", split, name="split"),
    path("<str:indicator>/", indicator, name="indicator"),
    path("<str:indicator>/rows/<slug:month>/", rows, name="rows"),
    path("<str:indicator>/rows/<slug:month>.<slug:format>", rows_as_table, name="rows-table"),
    path("<str:indicator>/values.<slug:format>", values, name="values"),
    path("<str:indicator>/marks/", mark, name="mark"),
    path("<str:indicator>/switches/<slug:name>/", switch, name="switch"),
    path("<str:indicator>/target/", aim, name="target"),
    path("<str:indicator>/limits/", rebase, name="rebase"),
    path("<str:indicator>/limits/<int:pk>/withdraw/", withdraw, name="withdraw"),
]

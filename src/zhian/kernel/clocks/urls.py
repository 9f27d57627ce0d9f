from django.urls import path

from .house_pages import calendar, edit_rule, forget, paste, rules
from .views import answer_for, export, lay_aside, list_clocks, tick_off

app_name = "clocks"
urlpatterns = [
    path("", list_clocks, name="list"),
    path("export.<slug:format>", export, name="export"),
    path("<int:clock>/tick/", tick_off, name="tick"),
    path("<int:clock>/set-aside/", lay_aside, name="set-aside"),
    path("of/<slug:number>/", answer_for, name="answer"),
    path("rules/", rules, name="rules"),
    path("rules/<slug:rule>/", edit_rule, name="rule"),
    path("calendar/", calendar, name="calendar"),
    path("calendar/paste/", paste, name="calendar-paste"),
    path("calendar/<slug:day>/forget/", forget, name="calendar-forget"),
]

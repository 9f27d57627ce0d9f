from django.urls import path

from .views import departments, imports, people

urlpatterns = [
    path("", people.listing, name="people"),
    path("new/", people.add, name="new_person"),
    path("suggest", people.suggestions, name="suggest_people"),
    path("departments/", departments.tree, name="departments"),
    path("departments/new/", departments.add, name="new_department"),
    path("departments/<slug:code>/", departments.change, name="department"),
    path("imports/", imports.choose, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<int:table>/", imports.look, name="import"),
    path("staff/<str:number>/", people.show, name="person"),
    path("staff/<str:number>/change/", people.change, name="change_person"),
    path("staff/<str:number>/duties/", people.give_duty, name="give_duty"),
    path("staff/<str:number>/duties/<int:duty>/withdraw/", people.withdraw_duty, name="withdraw_duty"),
    path("staff/<str:number>/password/", people.first_password, name="first_password"),
]

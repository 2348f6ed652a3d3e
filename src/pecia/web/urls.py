"""Every page's address, area by area."""

from __future__ import annotations

from django.urls import path

from pecia.web.account.urls import urlpatterns as account
from pecia.web.books.urls import urlpatterns as books
from pecia.web.buying.urls import urlpatterns as buying
from pecia.web.catalogue.urls import urlpatterns as catalogue
from pecia.web.home.for_you import for_you
from pecia.web.home.views import home
from pecia.web.machines import views as machines
from pecia.web.mine.urls import urlpatterns as mine
from pecia.web.operator.urls import urlpatterns as operator
from pecia.web.reader.urls import urlpatterns as reader
from pecia.web.search.urls import urlpatterns as search
from pecia.web.selling.urls import urlpatterns as selling
from pecia.web.setup.views import first_operator
from pecia.web.statements.views import statement
from pecia.web.upload.urls import urlpatterns as upload

urlpatterns = [
    path("", home, name="home"),
    path("for-you/", for_you, name="for-you"),
    *books,
    *buying,
    *selling,
    *catalogue,
    *search,
    *reader,
    *upload,
    *mine,
    *account,
    *operator,
    path("how/", statement, {"name": "how"}, name="page-how"),
    path("terms/", statement, {"name": "terms"}, name="page-terms"),
    path("privacy/", statement, {"name": "privacy"}, name="page-privacy"),
    path("setup/<str:token>/", first_operator, name="first-operator"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap-index"),
    path("sitemap-<int:part>.xml", machines.sitemap, name="sitemap"),
    path("new.atom", machines.feed, name="feed-new"),
    path("favicon.ico", machines.favicon, name="favicon"),
]

from django.urls import path

from . import views

_ARTICLES = "intake/articles/"

urlpatterns = [
    path(_ARTICLES, views.article_list, name="article_list"),
    path(f"{_ARTICLES}add/", views.ArticleAddView.as_view(), name="article_add"),
    path(f"{_ARTICLES}<int:pk>/", views.article_detail, name="article_detail"),
    path(f"{_ARTICLES}<int:pk>/publish/", views.ArticlePublishView.as_view(), name="article_publish"),
    path(f"{_ARTICLES}<int:pk>/revise/", views.ArticleReviseView.as_view(), name="article_revise"),
    path(f"{_ARTICLES}<int:pk>/retire/", views.ArticleRetireView.as_view(), name="article_retire"),
    path(
        "intake/clarifications/<int:pk>/article/",
        views.ArticleFromClarificationView.as_view(),
        name="article_from_clarification",
    ),
]

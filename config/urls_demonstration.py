"""The addresses of the demonstration: those of the product, and the page on which one press signs in."""

from django.urls import path

from config.sign_in.demonstration import demonstration
from config.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [path("demonstration/", demonstration, name="demonstration"), *urlpatterns]

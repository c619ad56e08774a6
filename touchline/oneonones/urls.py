app_name = "oneonones"
urlpatterns = []

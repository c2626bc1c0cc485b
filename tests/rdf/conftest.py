from hypothesis import settings

settings.register_profile("kg", deadline=None)  # a busy machine is no failure
settings.load_profile("kg")

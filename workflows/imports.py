def import_and_start(**kw):
    raise NotImplementedError

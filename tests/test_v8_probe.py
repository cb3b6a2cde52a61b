from django.urls import get_resolver, URLPattern
def walk(patterns, ns="", route=""):
    for p in patterns:
        if isinstance(p, URLPattern):
            yield (f"{ns}{p.name}" if p.name else "", route+str(p.pattern))
        else:
            yield from walk(p.url_patterns, f"{ns}{p.namespace}:" if p.namespace else ns, route+str(p.pattern))
def test_it():
    rows=list(walk(get_resolver().url_patterns))
    print(len(rows))
    for r in rows: print(r)

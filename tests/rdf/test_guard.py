import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.rdf.guard import check_query

EVIL = "<http://127.0.0.1/>"


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ SERVICE {EVIL} {{ ?s ?p ?o }} }}",
        f"select * {{ service silent {EVIL} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ OPTIONAL {{ SERVICE{EVIL}{{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ ?s ?p trueSERVICE{EVIL}{{}} }}",
        f"SELECT * {{ ?s ?p 1e3SERVICE{EVIL}{{}} }}",
        f"SELECT * {{ ?s ?p 5SERVICESILENT{EVIL}{{}} }}",
        "PREFIX : <http://x/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "PREFIX e: <http://x/> SELECT * { SERVICEe:a { ?s ?p ?o } }",
        f"SELECT * {{ ?s ex:it\\'s ?o . SERVICE {EVIL} {{}} ?s ex:it\\'s ?o }}",
        f"SELECT * {{ ?s <http://x#y> ?o . SERVICE {EVIL} {{}} }}",
        f"SELECT * {{ # a comment\nSERVICE {EVIL} {{}} }}",
        f"SELECT * {{ # a comment\rSERVICE {EVIL} {{}} }}",
        f"SELECT * {{ ?s ?p '''it's''' . SERVICE {EVIL} {{}} }}",
        f'SELECT * {{ ?s ?p "\\\\" . SERVICE {EVIL} {{}} }}',
        f'SELECT * {{ ?s ?p """a"b""" . SERVICE {EVIL} {{}} }}',
        f"SELECT * {{ FILTER(?a<?b) SERVICE {EVIL} {{}} FILTER(?c>?d) }}",
        f'SELECT * {{ BIND("\\u0022" AS ?y) ?s <http://a\\u0041#x> ?o . SERVICE {EVIL} {{}} BIND("\\u0022" AS ?z) }}',
    ],
)
def test_a_call_to_another_server_is_refused(sparql):
    with pytest.raises(QueryError, match="SERVICE") as caught:
        check_query(sparql)
    assert caught.value.sparql == sparql


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> {}" }',
        "SELECT * { ?s ?p '''a ' SERVICE ''' }",
        "SELECT ?service { ?service ?p $SERVICE }",
        "SELECT * { ?s ex:service ?o }",
        "SELECT * { ?s <http://x/SERVICE#load> ?o }",
        "SELECT * { ?s ?p ?o } # SERVICE LOAD",
        "PREFIX e: <http://x/> ASK { ?s e:insert e:load }",
        'SELECT * { ?s ?p "\\u00e9" }',
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "",
    ],
)
def test_the_word_elsewhere_does_no_harm(sparql):
    check_query(sparql)


@pytest.mark.parametrize("word", ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
def test_an_update_is_refused_by_name(word):
    with pytest.raises(QueryError, match=f"{word} is refused"):
        check_query(f"PREFIX e: <http://x/> BASE <http://y/> {word.lower()} <http://x/>")


@given(st.text(st.sampled_from("SERVICE'\"\\#<>{}:?.u\n x1")), st.text(st.sampled_from("'\"\\#<>{}:?.\n x1")))
def test_a_plain_call_after_balanced_text_is_always_seen(noise, more):
    harmless = noise.replace("\\", "").replace("'", "").replace('"', "").replace("#", "").replace("<", "")
    with pytest.raises(QueryError):
        check_query(f"{harmless} \n SERVICE {EVIL} {{}} {more}")

"""Asks the service with yente's published client, unchanged: `pip install yente-client`, then `python with_yente_client.py SERVER`.

SERVER is the base URL of `sanctions-screen serve` on the bundled list. The exit code is 0 if all is well, or if the client
is not installed, which is said.
"""

import sys

try:
    from yente_client import Client
    from yente_client.entities import Company, Person
    from yente_client.exceptions import APIError
except ModuleNotFoundError as absent:
    if absent.name != "yente_client":
        raise
    print(f"skipped: {absent}; `pip install yente-client`")
    sys.exit(0)


def main(server: str) -> None:
    with Client(base_url=server) as client:
        assert client.healthz().status == "ok"
        assert client.readyz().status == "ok"

        datasets = client.datasets()
        assert datasets.current == ["bundled"], datasets
        algorithms = client.algorithms()
        assert algorithms.best in [algorithm.name for algorithm in algorithms.algorithms]

        found = client.match(Company(name="Hikvison Digital Tech"), algorithm="best")
        top = found.top
        assert top is not None and top.match and top.schema_ == "Organization", found
        assert "Hikvision" in top.caption, top
        parts = sum(part.score for part in top.explanations.values())
        assert abs(parts - top.score) < 1e-9, top.explanations
        assert found.query["properties"] == {"name": ["Hikvison Digital Tech"]}

        assert not client.match(Company(name="Acme Bakery GmbH")).results
        excluded = client.match(
            Company(name="Hikvison Digital Tech"), datasets=["bundled"], exclude_entities=[top.id], limit=2
        )
        assert top.id not in [result.id for result in excluded.results]
        assert client.match(Company(name="Hikvison Digital Tech"), topics=["sanction"], threshold=0.5).matches
        assert not client.match(Person(name="Pyotr Zhelezov", birthDate="1961-03-09")).results

        hits = client.search("Hangzhou Hikvision", limit=3)
        assert top.id in [hit.id for hit in hits.results], hits
        fetched = client.fetch(top.id)
        assert fetched.caption == top.caption
        assert {sanction.caption for sanction in fetched.properties["sanctions"]} >= {"BIS", "OFAC"}

        many = [(str(n), Company(name="Hikvison Digital Tech")) for n in range(20)]
        assert all(answer.top.id == top.id for _, answer in client.match_iter(many, workers=4))

        try:
            client.match(Company(name="Acme"), algorithm="logic-v1")
        except APIError as refused:
            assert refused.status_code == 400 and "logic-v1" in str(refused), refused
        else:
            raise AssertionError("an algorithm that is not served must be refused")
    print("yente-client: well")


if __name__ == "__main__":
    main(sys.argv[1])

"""Prints what is wrong with JSON documents by a JSON Schema, a line each, and how many were looked at.

usage: validate.py SCHEMA DOCUMENTS, the latter a JSON array of documents
"""
import json
import sys

import jsonschema


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


schema, documents = read(sys.argv[1]), read(sys.argv[2])
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
for index, document in enumerate(documents):
    for error in kind(schema).iter_errors(document):
        place = "/".join(str(step) for step in error.absolute_path)
        print(f"document {index} at /{place}: {error.message[:300]}")
print(f"{len(documents)} looked at")

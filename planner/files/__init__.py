"""Files as people type them: text, YAML that knows its places, the shape a model asks for, and the words of a refusal."""

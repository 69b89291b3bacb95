"""What HTTP needs and the engine must not know: who asks, problem documents, entity tags, pages, uploads, headers."""

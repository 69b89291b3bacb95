"""What requests and answers look like. Schemas only translate and document; they refuse unknown names and decide nothing."""

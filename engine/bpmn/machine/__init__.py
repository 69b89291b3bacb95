"""The token machine: BPMN 2.0.2 chapter 13 as one pure function. One construct, one file, registered by element type."""

"""WeChat Pay, third version of its interface: the buyer scans a code (Native payment), in yuan."""

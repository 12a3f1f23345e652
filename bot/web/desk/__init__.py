"""The staff's desk: pages made on the server, which work without script and renew themselves with it."""

"""The only public door: the chat API, the widget and the page around it."""

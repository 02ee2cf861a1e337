"""The pages: one blueprint a page, one template folder a page. Handlers are thin: form in, service, page out."""

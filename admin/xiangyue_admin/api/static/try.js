"use strict";
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "../openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: false,
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    validatorUrl: null,
  });
});

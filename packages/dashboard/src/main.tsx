import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onReturn } from "./lib/connection.ts";
import { language } from "./lib/language.ts";
import { queryClient } from "./lib/query.ts";
import { router } from "./routes.tsx";

document.documentElement.lang = language();
onReturn(() => {
  void queryClient.invalidateQueries();
  // Where not even the page could be opened.
  void router.invalidate();
});

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

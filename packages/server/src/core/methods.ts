/** The methods that the routes answer at a path, sorted; none where nothing is there. */
export function allowedMethods(routes: readonly { method: string; path: string }[], path: string): string[] {
  const segments = path.split("/");
  const methods = routes.filter(
    (route) => route.method !== "ALL" && isMatch(route.path.split("/"), segments),
  );
  return [...new Set(methods.map((route) => route.method))].sort();
}

function isMatch(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => {
      const segment = segments[index];
      return part === segment || (segment !== "" && /^[:{]/.test(part));
    })
  );
}

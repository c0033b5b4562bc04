const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n(?=[\w-]+[ \t]*:)[\s\S]*?\n---[ \t]*(?:\r?\n|$)/;

/** Where the Markdown begins: behind the YAML that some put before it, which is data and stays as it is. */
export function endOfFrontMatter(content: string): number {
  return FRONT_MATTER.exec(content)?.[0].length ?? 0;
}

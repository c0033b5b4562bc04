import { useQuery } from "@tanstack/react-query";
import type { Dimension } from "@visoli/contract/dimensions";
import { foldersQuery } from "../../lib/choices.ts";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { plainName } from "./plain-name.ts";
import { WORDS } from "./words.ts";

export type NameOf = (value: string) => string;

/** What values of a dimension are called; `known` has names that only the server knows. */
export function useNames(dimension: Dimension, known?: ReadonlyMap<string, string>): NameOf {
  const t = useMessages(WORDS);
  const format = useFormat();
  const language = useLanguage();
  const folders = useQuery({ ...foldersQuery, enabled: dimension === "folder" });
  return (value) => {
    const name = known?.get(value) ?? folders.data?.find(({ id }) => id === value)?.name;
    const plain = plainName(dimension, value, { t, format, language });
    if (dimension === "asn" && name !== undefined) return `${name} (${plain})`;
    return name ?? plain;
  };
}

import type { Problem } from "@visoli/contract/errors";
import type { Link } from "@visoli/contract/link";
import { VisoliError } from "@visoli/sdk";
import { useRef, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { type Form, useForm } from "../../lib/use-form.ts";
import { changesBetween, createInputOf, type Draft, draftOf } from "./draft.ts";

/** The version of a link that is changed. */
export type Base = { link: Link; etag: string };
export type LinkForm = {
  form: Form<Draft>;
  base: Base | undefined;
  /** What somebody else made of the link meanwhile. */
  conflict: Base | undefined;
  /** Gives up one's own changes for theirs. */
  loadTheirs(): void;
  /** Saves one's own changes on top of theirs. */
  saveMine(): void;
  /** What the plan does not allow. */
  planProblem: Problem | undefined;
};

/** Problems that are about one field, without saying so. */
const FIELDS: Record<string, string> = {
  "link.slug_taken": "slug",
  "link.external_id_taken": "externalId",
  "domain.not_found": "domain",
  "folder.not_found": "folder",
  "folder.forbidden": "folder",
};

/** A form that makes a link, or changes the version `begun` of one. */
export function useLinkForm(begun: Base | undefined, initial: Draft, onDone: (link: Link) => void): LinkForm {
  const [base, setBase] = useState(begun);
  const [conflict, setConflict] = useState<Base>();
  const [planProblem, setPlanProblem] = useState<Problem>();
  const start = useRef(initial);
  /** The version that the next request is based on. */
  const against = useRef(begun);
  const form = useForm(initial, async (draft) => {
    setPlanProblem(undefined);
    try {
      onDone(await send(draft, start.current, against.current));
    } catch (error) {
      if (!(error instanceof VisoliError)) throw error;
      if (error.status === 402) return setPlanProblem(error.problem);
      if (error.code !== "link.version_mismatch" || !base) throw atField(error);
      setConflict(await read(base.link.id));
    }
  });
  const agree = () => {
    against.current = conflict;
    setBase(conflict);
    setConflict(undefined);
  };
  return {
    ...{ form, base, conflict, planProblem },
    loadTheirs: () => {
      if (!conflict) return;
      agree();
      start.current = draftOf(conflict.link);
      form.reset(start.current);
    },
    saveMine: () => {
      agree();
      form.submit();
    },
  };
}

export async function read(id: string, signal?: AbortSignal): Promise<Base> {
  const { value, etag } = await visoli.links.getWithEtag(id, { signal });
  return { link: value, etag };
}

async function send(draft: Draft, before: Draft, base: Base | undefined): Promise<Link> {
  if (!base) return visoli.links.create(createInputOf(draft));
  const changes = changesBetween(before, draft);
  if (Object.keys(changes).length === 0) return base.link;
  return visoli.links.update(base.link.id, changes, { ifMatch: base.etag });
}

function atField(error: VisoliError): VisoliError {
  const path = FIELDS[error.code];
  if (!path || !error.problem || error.errors.length > 0) return error;
  const errors = [{ path, code: error.code, message: error.detail }];
  const answer = { status: error.status, headers: new Headers() };
  return new VisoliError(answer, { ...error.problem, errors }, error.detail);
}

/** Which fields differ between two versions of a link, by their names in the API. */
export function changedFields(before: Link, after: Link): string[] {
  const aside = new Set(["updatedAt", "clicks", "scans", "status", "utm", "flags"]);
  const names = Object.keys(after) as (keyof Link)[];
  return names.filter(
    (name) => !aside.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/** A URL in the content: `start` to `end` is what is replaced, in UTF-16 units. */
export type FoundUrl = {
  start: number;
  end: number;
  /** The address as it is meant, without the escapes of the format. */
  url: string;
  /** How another address is written in this place. */
  encode: (url: string) => string;
  /** Part of a merge tag, or one is attached to it. */
  isMergeTag?: boolean;
  /** Another address would run into the text behind it, and so lead elsewhere. */
  isGlued?: boolean;
};

export type FindOptions = { includeImages: boolean };

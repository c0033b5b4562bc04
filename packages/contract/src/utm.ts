import { z } from "zod";
import { text } from "./text.ts";

const value = text(1, 255).nullish();

/** Campaign parameters: written into the destination, and read from it. */
export const UtmSchema = z
  .strictObject({ source: value, medium: value, campaign: value, term: value, content: value })
  .meta({
    id: "Utm",
    description: "Campaign parameters, written into the destination's query; null takes one out",
    example: { source: "newsletter", medium: "email", campaign: "spring" },
  });

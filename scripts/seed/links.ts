import { type LinkCreate, LinkCreateSchema } from "@visoli/contract/link";
import { createRandom } from "./random.ts";

/** What the made-up travel company's campaigns are about; the first are the biggest. */
const CAMPAIGNS = [
  { name: "Summer in Lisbon", slug: "lisbon", tags: ["summer", "portugal"], folder: "City trips" },
  { name: "Night trains", slug: "night-trains", tags: ["rail"], folder: "City trips" },
  { name: "Newsletter", slug: "news", tags: ["newsletter"], folder: "Newsletter" },
  { name: "Hiking the Alps", slug: "alps", tags: ["hiking", "summer"], folder: "Outdoors" },
  { name: "Partner programme", slug: "partner", tags: ["affiliate"], folder: "Partners" },
  { name: "Winter sun", slug: "winter-sun", tags: ["winter"], folder: "City trips" },
  { name: "Northern lights", slug: "aurora", tags: ["winter", "norway"], folder: "Outdoors" },
  { name: "Gift cards", slug: "gift", tags: ["shop"], folder: "Shop" },
] as const;
const CHANNELS = [
  { source: "newsletter", medium: "email", path: "offer" },
  { source: "instagram", medium: "social", path: "story" },
  { source: "google", medium: "cpc", path: "search" },
  { source: "partner", medium: "affiliate", path: "landing" },
  { source: "poster", medium: "print", path: "station" },
] as const;

export const FOLDERS = [...new Set(CAMPAIGNS.map(({ folder }) => folder))];

/** Links as such a company has them: campaigns by channel, invitations and builds by program; the first are followed most. */
export function plannedLinks(count: number): LinkCreate[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const campaign = CAMPAIGNS[index % CAMPAIGNS.length] ?? CAMPAIGNS[0];
    if (index % 5 === 4 && index > 40)
      return LinkCreateSchema.parse(programLink(index, random.below(90_000) + 10_000));
    const channel = CHANNELS[Math.floor(index / CAMPAIGNS.length) % CHANNELS.length] ?? CHANNELS[0];
    const round = Math.floor(index / (CAMPAIGNS.length * CHANNELS.length));
    return LinkCreateSchema.parse({
      url: `https://travel.example.com/${campaign.slug}/${channel.path}${round > 0 ? `?edition=${round + 1}` : ""}`,
      slug: [campaign.slug, channel.source, round > 0 ? `${round + 1}` : ""].filter(Boolean).join("-"),
      title: `${campaign.name}, ${channel.source}${round > 0 ? `, edition ${round + 1}` : ""}`,
      tags: [...campaign.tags, channel.medium],
      folder: campaign.folder,
      utm: { source: channel.source, medium: channel.medium, campaign: campaign.slug },
      ...extras(index),
    });
  });
}

function programLink(index: number, number: number) {
  return index % 2 === 0
    ? {
        url: `https://app.example.com/invitations/${number}`,
        externalId: `invitation-${number}-${index}`,
        tags: ["invitation"],
        metadata: { team: `team-${number % 40}` },
      }
    : {
        url: `https://builds.example.com/artifacts/${number}/app-${index}.apk`,
        externalId: `build-${number}-${index}`,
        tags: ["build"],
        metadata: { branch: number % 3 === 0 ? "main" : `feature-${number % 17}` },
      };
}

const LISBON = "https://travel.example.com/lisbon";

/** What some links have beside: rules, a split, an end, a limit. */
function extras(index: number): object {
  if (index === 0)
    return {
      rules: [
        { name: "iPhone", conditions: [{ type: "os", in: ["iOS"] }], url: `${LISBON}?app=ios` },
        { name: "German", conditions: [{ type: "country", in: ["DE", "AT"] }], url: `${LISBON}/de` },
        {
          name: "Headline test",
          conditions: [{ type: "visitor", is: "human" }],
          split: [
            { name: "Sea", url: `${LISBON}/sea`, weight: 60 },
            { name: "Tram", url: `${LISBON}/tram`, weight: 40 },
          ],
        },
      ],
    };
  if (index === 17) return { expiresAt: new Date(Date.now() + 9 * 86_400_000).toISOString() };
  if (index === 23) return { maxClicks: 50_000 };
  return {};
}

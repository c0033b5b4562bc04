import type { Language } from "../core/language.ts";

/** Every word of the page. Another language is another table here. */
export type Messages = {
  title: string;
  ofLink: string;
  clicks: string;
  scans: string;
  visitors: string;
  periods: Record<"7d" | "30d" | "90d" | "all", string>;
  period: string;
  byDay: string;
  byMonth: string;
  withScans: string;
  most: string;
  asTable: string;
  day: string;
  month: string;
  countries: string;
  referrers: string;
  devices: string;
  browsers: string;
  unknown: string;
  direct: string;
  other: string;
  nothing: string;
  deviceNames: Record<string, string>;
  explained: string;
  days: string;
  missing: string;
  missingText: string;
  tooMany: string;
  tooManyText: string;
  away: string;
  awayText: string;
};

const en: Messages = {
  title: "Statistics",
  ofLink: "Statistics of a short link",
  clicks: "Clicks",
  scans: "QR scans",
  visitors: "Visitors",
  periods: { "7d": "7 days", "30d": "30 days", "90d": "90 days", all: "All" },
  period: "Period",
  byDay: "by day",
  byMonth: "by month",
  withScans: "Clicks and scans",
  most: "most",
  asTable: "Show as a table",
  day: "Day",
  month: "Month",
  countries: "Countries",
  referrers: "Referrers",
  devices: "Devices",
  browsers: "Browsers",
  unknown: "Unknown",
  direct: "Direct or unknown",
  other: "Others",
  nothing: "Nobody followed the link in this time.",
  deviceNames: {
    desktop: "Desktop",
    mobile: "Mobile",
    tablet: "Tablet",
    smarttv: "TV",
    console: "Console",
    wearable: "Wearable",
    embedded: "Embedded",
    xr: "Headset",
  },
  explained:
    "People only: known bots are not counted. A visitor is counted once a day. Numbers are up to a minute old.",
  days: "Days are those of the time zone",
  missing: "There is nothing here",
  missingText: "The address is wrong, or whoever shared these statistics does not share them any more.",
  tooMany: "Too many requests",
  tooManyText: "From your network came more requests than we answer. Please try again in a minute.",
  away: "The numbers are away",
  awayText: "They cannot be counted for the moment. Please try again in a minute.",
};

const de: Messages = {
  title: "Statistik",
  ofLink: "Statistik eines Kurzlinks",
  clicks: "Klicks",
  scans: "QR-Scans",
  visitors: "Besucher",
  periods: { "7d": "7 Tage", "30d": "30 Tage", "90d": "90 Tage", all: "Alles" },
  period: "Zeitraum",
  byDay: "nach Tagen",
  byMonth: "nach Monaten",
  withScans: "Klicks und Scans",
  most: "höchstens",
  asTable: "Als Tabelle zeigen",
  day: "Tag",
  month: "Monat",
  countries: "Länder",
  referrers: "Herkunft",
  devices: "Geräte",
  browsers: "Browser",
  unknown: "Unbekannt",
  direct: "Direkt oder unbekannt",
  other: "Übrige",
  nothing: "In dieser Zeit ist niemand dem Link gefolgt.",
  deviceNames: {
    desktop: "Computer",
    mobile: "Telefon",
    tablet: "Tablet",
    smarttv: "Fernseher",
    console: "Konsole",
    wearable: "Am Körper getragen",
    embedded: "Eingebaut",
    xr: "Headset",
  },
  explained:
    "Nur Menschen: bekannte Bots zählen nicht. Ein Besucher zählt einmal am Tag. Die Zahlen sind höchstens eine Minute alt.",
  days: "Tage gelten in der Zeitzone",
  missing: "Hier ist nichts",
  missingText: "Die Adresse ist falsch, oder die Statistik wird nicht mehr geteilt.",
  tooMany: "Zu viele Anfragen",
  tooManyText:
    "Aus Ihrem Netz kamen mehr Anfragen, als wir beantworten. Bitte versuchen Sie es in einer Minute noch einmal.",
  away: "Die Zahlen sind gerade nicht da",
  awayText: "Im Augenblick kann nicht gezählt werden. Bitte versuchen Sie es in einer Minute noch einmal.",
};

export const MESSAGES: Record<Language, Messages> = { en, de };

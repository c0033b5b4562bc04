/** What the pages say that links in mails lead to. */
export const MESSAGES = {
  en: {
    summary: "summaries of clicks",
    quota: "mails about what is used of the plan",
    broken_links: "mails about destinations that do not answer",
    traffic: "mails about unusual traffic",
    noMore: "No more of these mails?",
    noMoreText: "You will get no more {mails} of this workspace.",
    stop: "Stop them",
    again: "In the settings you can have them again at any time.",
    stopped: "Stopped",
    stoppedText: "You get no more {mails} of this workspace.",
    notWhole: "This link is not whole",
    notWholeText: "Open it from the mail itself, or choose in the settings what you are told of.",
  },
  de: {
    summary: "Zusammenfassungen der Klicks",
    quota: "E-Mails über den Verbrauch des Tarifs",
    broken_links: "E-Mails über Ziele, die nicht antworten",
    traffic: "E-Mails über ungewöhnlichen Verkehr",
    noMore: "Keine solchen E-Mails mehr?",
    noMoreText: "Sie bekommen keine {mails} dieses Arbeitsbereichs mehr.",
    stop: "Abbestellen",
    again: "In den Einstellungen können Sie sie jederzeit wieder bestellen.",
    stopped: "Abbestellt",
    stoppedText: "Sie bekommen keine {mails} dieses Arbeitsbereichs mehr.",
    notWhole: "Dieser Link ist nicht vollständig",
    notWholeText:
      "Öffnen Sie ihn aus der E-Mail selbst, oder wählen Sie in den Einstellungen, was Sie bekommen.",
  },
} as const;

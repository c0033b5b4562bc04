/** What pages of invitations say. */
export const MESSAGES = {
  en: {
    join: "Join {workspace}",
    joinText: "You are invited into the workspace <strong>{workspace}</strong>, as <strong>{role}</strong>.",
    joinFor: "The invitation is for {email} and works until {day}.",
    accept: "Accept the invitation",
    signedInAs: "You are signed in as {email}.",
    notYou: "Not you?",
    otherPerson:
      "You are signed in as <strong>{email}</strong>, and it is for another address, or for this one once it is confirmed.",
    signIn: "Sign in to accept",
    signUp: "Make an account",
    accepted: "You are in {workspace}",
    acceptedText: "You are there as <strong>{role}</strong>.",
    toDashboard: "To the dashboard",
    wrongPerson: "This invitation is for somebody else",
    wrongPersonText: "It is for another address, or for yours once that is confirmed.",
    full: "The workspace is full",
    fullText: "Its plan has no room for another member. Please tell who invited you.",
  },
  de: {
    join: "Einladung zu {workspace}",
    joinText:
      "Sie sind in den Arbeitsbereich <strong>{workspace}</strong> eingeladen, als <strong>{role}</strong>.",
    joinFor: "Die Einladung ist für {email} und gilt bis zum {day}.",
    accept: "Einladung annehmen",
    signedInAs: "Sie sind als {email} angemeldet.",
    notYou: "Das sind nicht Sie?",
    otherPerson:
      "Sie sind als <strong>{email}</strong> angemeldet, und sie ist für eine andere Adresse, oder für diese, sobald sie bestätigt ist.",
    signIn: "Anmelden und annehmen",
    signUp: "Konto anlegen",
    accepted: "Sie sind in {workspace}",
    acceptedText: "Sie sind dort <strong>{role}</strong>.",
    toDashboard: "Zum Dashboard",
    wrongPerson: "Diese Einladung ist für jemand anderen",
    wrongPersonText: "Sie ist für eine andere Adresse, oder für Ihre, sobald sie bestätigt ist.",
    full: "Der Arbeitsbereich ist voll",
    fullText:
      "Sein Tarif hat keinen Platz für ein weiteres Mitglied. Bitte sagen Sie es dem, der Sie eingeladen hat.",
  },
} as const;

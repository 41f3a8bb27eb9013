import type { AuditLine, AuditProof } from "../api/AuditGateway.ts"
import { formatCount } from "../time/formatTime.ts"

/** What was changed, as the filter offers it: the first part of an action. */
export const auditKinds: ReadonlyArray<{ readonly value: string; readonly label: string }> = [
  { value: "customer", label: "Customers" },
  { value: "contact", label: "Numbers and chats" },
  { value: "registration", label: "Registrations" },
  { value: "rules", label: "Rules" },
  { value: "templates", label: "Texts" },
  { value: "panel", label: "Panels" },
  { value: "provider", label: "Providers" },
  { value: "route", label: "Routes" },
  { value: "request", label: "Requests" },
  { value: "dispatch", label: "Failed parts" },
  { value: "conversation", label: "Conversations" },
  { value: "channel", label: "Channels" },
  { value: "webhook", label: "Webhooks" },
  { value: "login", label: "Logins" },
  { value: "staff", label: "Staff" },
  { value: "key", label: "API keys" },
  { value: "view", label: "Looks of the platform" },
  { value: "user", label: "The platform’s acts" }
]

const sentences: Readonly<Record<string, string>> = {
  "customer.contact_added": "Added a number of customer",
  "customer.contact_removed": "Removed a number of customer",
  "customer.linked": "Linked a number to customer",
  "contact.trusted": "Trusted",
  "contact.distrusted": "Trusted no longer",
  "contact.released": "Enabled again",
  "rules.changed": "Changed the rules",
  "route.arranged": "Arranged the routes",
  "dispatch.retried": "Tried again a part of",
  "dispatch.dismissed": "Put away a part of",
  "webhook.replayed": "Took in again a webhook of",
  "login.registered": "Registered",
  "login.factorOn": "Switched the second factor on for",
  "login.factorOff": "Switched the second factor off for",
  "login.passwordChanged": "Changed the password of",
  "login.passwordReset": "Set a new password for",
  "login.resetLinkMade": "Made a password link for",
  "login.contactChanged": "Changed the contact of",
  "login.policyChanged": "Changed the log-in policy of",
  "login.recoveryCodesRenewed": "Renewed the recovery codes of",
  "login.recoveryCodeUsed": "Used a recovery code of",
  "view.started": "Began to look at",
  "view.opened": "Looked at",
  "view.ended": "Stopped looking at",
  "user.credit": "Moved the credit of",
  "user.terms": "Set the terms of"
}

const verb = (step: string): string =>
  `${step.charAt(0).toUpperCase()}${step.slice(1)}`
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")

/** What was done, before what it was done to: "Changed route", "Added a number of customer". */
export const auditSentence = ({ action }: Pick<AuditLine, "action">): string => {
  const known = Object.hasOwn(sentences, action) ? sentences[action] : undefined
  const [kind = "", step = ""] = action.split(".")
  return known ?? (step === "" ? verb(kind) : `${verb(step)} ${kind}`)
}

/** Who did it. */
export const actorWord = (actor: string): string => (actor === "system" ? "The gateway" : actor)

const reasons: Readonly<Record<NonNullable<AuditProof["broken"]>["reason"], string>> = {
  changed: "is not as it was written",
  missing: "is missing",
  unlinked: "was put beside the log"
}

/** What the proof says, in a sentence. */
export const proofWords = ({ broken, checked, from, last }: AuditProof): string => {
  if (broken !== null) {
    const which = broken.number === null ? "An entry" : `Entry ${formatCount(broken.number)}`
    return `${which} ${reasons[broken.reason]}. Somebody changed the log in the database.`
  }
  if (checked === 0) return "Nothing was written yet, so there is nothing to compare."
  return `${formatCount(checked)} ${checked === 1 ? "entry" : "entries"}, number ${formatCount(from)} to ${formatCount(last)}: each is as it was written, none is missing.`
}

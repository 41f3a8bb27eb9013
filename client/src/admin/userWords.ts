import type { User } from "../api/AccessGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

/** How a workspace's status is said and shown. */
export const userWords: Readonly<Record<User["status"], { readonly label: string; readonly tone: Tone }>> = {
  active: { label: "Active", tone: "ok" },
  suspended: { label: "Suspended", tone: "warn" },
  banned: { label: "Banned", tone: "bad" }
}

/** What people call a workspace: its owner's username, else its own name. */
export const nameOf = ({ username, name }: Pick<User, "username" | "name">): string => username ?? name

/** Credit in its smallest unit, as it is read. */
export const formatCredit = (credit: number): string =>
  credit < 0 ? `\u2212${formatCount(-credit)}` : formatCount(credit)

import type { User } from "../api/AccessGateway.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

/** How a workspace's status is said and shown. */
export const userWords: Readonly<Record<User["status"], { readonly label: string; readonly tone: Tone }>> = {
  active: { label: "Active", tone: "ok" },
  suspended: { label: "Suspended", tone: "warn" },
  banned: { label: "Banned", tone: "bad" }
}

/** What people call a workspace: its owner's username, else its own name. */
export const nameOf = ({ username, name }: Pick<User, "username" | "name">): string => username ?? name

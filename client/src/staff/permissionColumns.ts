import { permissions, permissionWords, platformPermissions } from "../../../src/domain/Permissions.ts"
import type { Permission, TeamPath } from "../api/AccessGateway.ts"

/** A switch of the table. */
export interface PermissionColumn {
  readonly key: Permission
  readonly label: string
  /** What it opens. */
  readonly meaning: string
}

const meanings: Readonly<Record<Permission, string>> = {
  "inbox.view": "Reads the chats and their requests, live",
  "inbox.answer": "Writes in chats and takes them over from the bot; reads them too",
  "customers.manage": "Adds, edits and approves customers and their numbers",
  "orders.manage": "Sees requests and the log, retries and closes requests",
  "providers.manage": "Sets up providers, routes and destinations",
  "automation.manage": "Reads the rules, edits texts, tries messages",
  "logs.view": "Sees the log and nothing else, whatever else is on",
  "billing.manage": "Sees and pays what the workspace costs",
  "users.view": "Sees the list of users and what they did",
  "users.act": "Suspends users, sets their terms, looks into workspaces",
  "monitoring.view": "Sees how the platform runs"
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The switches that a team has. */
export const columnsOf = (team: TeamPath): ReadonlyArray<PermissionColumn> =>
  (team === "/api/staff" ? permissions : platformPermissions).map((key) => ({
    key,
    label: capital(permissionWords[key]),
    meaning: meanings[key]
  }))

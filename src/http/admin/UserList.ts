import type { WorkspaceQuery, WorkspaceSort, WorkspaceView } from "../../ports/Workspaces.ts"
import type { LoginStatus } from "../../ports/Logins.ts"
import type { Column } from "../answers/CsvFile.ts"
import { filled } from "../answers/Lists.ts"

/** What a page or a file of workspaces is asked for; what is not said, or empty, does not matter. */
interface UserFilter {
  readonly status?: LoginStatus | ""
  readonly search?: string
  readonly channels?: "some" | "none" | ""
  readonly lastLogin?: "never" | ""
  readonly lastLoginBefore?: number
  readonly creditBelow?: number
  readonly plan?: string
  readonly sort?: WorkspaceSort | ""
}

/** The same as the port has it. */
export const filterOf = (asked: UserFilter): Omit<WorkspaceQuery, "before" | "limit"> => ({
  status: asked.status || null,
  search: filled(asked.search),
  hasChannels: asked.channels ? asked.channels === "some" : null,
  neverLoggedIn: asked.lastLogin === "never",
  lastLoginBefore: asked.lastLoginBefore ?? null,
  creditBelow: asked.creditBelow ?? null,
  plan: filled(asked.plan),
  sort: asked.sort || "created"
})

/** A workspace as a line of a file; credit in its smallest unit. */
export const userColumns: ReadonlyArray<Column<WorkspaceView>> = [
  { name: "Username", text: ({ username }) => username },
  { name: "Workspace", text: ({ name }) => name },
  { name: "Status", text: ({ status }) => status },
  { name: "Plan", text: ({ plan }) => plan },
  { name: "Credit", text: ({ credit }) => credit },
  { name: "May owe", text: ({ overdraft }) => overdraft },
  { name: "Discount %", text: ({ discountPercent }) => discountPercent },
  { name: "WhatsApp", text: ({ whatsapp }) => whatsapp },
  { name: "Telegram", text: ({ telegram }) => telegram },
  { name: "Panels", text: ({ panels }) => panels },
  { name: "Staff", text: ({ staff }) => staff },
  { name: "Last log-in", at: ({ lastLoginAt }) => lastLoginAt },
  { name: "From", text: ({ lastLoginIp }) => lastLoginIp },
  { name: "Created", at: ({ createdAt }) => createdAt }
]

import KeyRound from "lucide-solid/icons/key-round"
import Trash from "lucide-solid/icons/trash"
import { For, Show } from "solid-js"
import type { Member } from "../api/AccessGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { IconButton } from "../ui/Button.tsx"
import { Switch } from "../ui/Switch.tsx"
import type { StaffWork } from "./createStaff.ts"
import { columnsOf } from "./permissionColumns.ts"

interface StaffTableProps {
  readonly staff: StaffWork
  readonly members: ReadonlyArray<Member>
  readonly onRemove: (member: Member) => void
}

/** One row for each login, one switch for each permission; narrow screens scroll it sideways, the names stay. */
export const StaffTable = (props: StaffTableProps) => {
  const columns = columnsOf(props.staff.team)
  return (
    <div
      role="region"
      aria-label="Staff and their permissions"
      tabindex="0"
      class="overflow-x-auto scroll-thin -outline-offset-2 max-md:hidden"
    >
      <table class="w-full border-collapse text-left">
        <thead>
          <tr class="border-b border-line bg-surface text-xs text-muted">
            <th scope="col" class="sticky left-0 z-10 min-w-36 bg-surface px-4 py-1.5 font-medium">
              Login
            </th>
            <th scope="col" class="px-2 py-1.5 font-medium">
              May log in
            </th>
            <For each={columns}>
              {(column) => (
                <th scope="col" title={column.meaning} class="min-w-16 px-2 py-1.5 leading-4 font-medium">
                  {column.label}
                </th>
              )}
            </For>
            <th scope="col" class="px-2 py-1.5 font-medium">
              Last log-in
            </th>
            <th scope="col" class="px-4 py-1.5 text-right font-medium">
              <span class="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.members}>
            {(member) => (
              <tr class="h-9 border-b border-line hover:bg-hover">
                <th
                  scope="row"
                  class="sticky left-0 z-10 max-w-48 truncate bg-bg px-4 font-medium"
                  title={member.username}
                >
                  {member.username}
                </th>
                <td class="px-1">
                  <ActiveSwitch staff={props.staff} member={member} />
                </td>
                <For each={columns}>
                  {(column) => (
                    <td class="px-1">
                      <PermissionSwitch staff={props.staff} member={member} column={column} />
                    </td>
                  )}
                </For>
                <td class="px-2 text-muted">
                  <LastLogin member={member} />
                </td>
                <td class="px-4">
                  <Actions {...props} member={member} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

interface MemberProps {
  readonly staff: StaffWork
  readonly member: Member
}

/** Suspends a login, and lets it in again. */
export const ActiveSwitch = (props: MemberProps) => (
  <Switch
    label={`${props.member.username} may log in`}
    isOn={props.member.status === "active"}
    isBusy={props.staff.act.isBusy(props.member.id)}
    onChange={(isOn) => void props.staff.setActive(props.member, isOn)}
  />
)

/** One permission of a login. */
export const PermissionSwitch = (
  props: MemberProps & { readonly column: ReturnType<typeof columnsOf>[number] }
) => (
  <Switch
    label={`${props.member.username}: ${props.column.label.toLowerCase()}`}
    isOn={props.member.permissions.includes(props.column.key)}
    isBusy={props.staff.act.isBusy(`${props.member.id} ${props.column.key}`)}
    onChange={(isOn) => void props.staff.toggle(props.member, props.column.key, isOn)}
  />
)

/** When he was here last. */
export const LastLogin = (props: { readonly member: Member }) => (
  <Show when={props.member.lastLoginAt} fallback="never">
    {(at) => <TimeText at={at()} look="short" />}
  </Show>
)

/** A link for a new password, and the end of the login. */
export const Actions = (props: MemberProps & { readonly onRemove: (member: Member) => void }) => (
  <span class="flex justify-end gap-1">
    <IconButton
      label={`Link for ${props.member.username} to set a password`}
      onClick={() => void props.staff.newLink(props.member)}
    >
      <KeyRound class="size-4" aria-hidden="true" />
    </IconButton>
    <IconButton label={`Remove ${props.member.username}`} onClick={() => props.onRemove(props.member)}>
      <Trash class="size-4" aria-hidden="true" />
    </IconButton>
  </span>
)

import { For, type JSX } from "solid-js"
import type { Member } from "../api/AccessGateway.ts"
import type { StaffWork } from "./createStaff.ts"
import { columnsOf } from "./permissionColumns.ts"
import { ActiveSwitch, Actions, LastLogin, PermissionSwitch } from "./StaffTable.tsx"

interface StaffTilesProps {
  readonly staff: StaffWork
  readonly members: ReadonlyArray<Member>
  readonly onRemove: (member: Member) => void
}

/** The same on a phone: each login with its switches under its name. */
export const StaffTiles = (props: StaffTilesProps) => {
  const columns = columnsOf(props.staff.team)
  return (
    <ul aria-label="Staff" class="md:hidden">
      <For each={props.members}>
        {(member) => (
          <li class="border-b border-line px-3 py-2">
            <div class="flex items-center gap-2">
              <div class="min-w-0 flex-1">
                <p class="truncate font-medium">{member.username}</p>
                <p class="text-xs text-muted">
                  Last log-in <LastLogin member={member} />
                </p>
              </div>
              <Actions {...props} member={member} />
            </div>
            <div class="mt-1 grid grid-cols-2 gap-x-3">
              <Line label="May log in">
                <ActiveSwitch staff={props.staff} member={member} />
              </Line>
              <For each={columns}>
                {(column) => (
                  <Line label={column.label}>
                    <PermissionSwitch staff={props.staff} member={member} column={column} />
                  </Line>
                )}
              </For>
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}

const Line = (props: { readonly label: string; readonly children: JSX.Element }) => (
  <p class="flex min-h-9 items-center justify-between gap-2">
    <span class="min-w-0 leading-4">{props.label}</span>
    {props.children}
  </p>
)

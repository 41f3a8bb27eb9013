import { createSignal, For } from "solid-js"
import type { Permission } from "../api/AccessGateway.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { Switch } from "../ui/Switch.tsx"
import type { StaffWork } from "./createStaff.ts"
import { columnsOf } from "./permissionColumns.ts"

/** A new login: its name and its switches. He sets his own password with a link. */
export const AddMember = (props: { readonly staff: StaffWork; readonly onClose: () => void }) => {
  const columns = columnsOf(props.staff.team)
  const [username, setUsername] = createSignal("")
  const [granted, setGranted] = createSignal<ReadonlyArray<Permission>>([])
  const toggle = (key: Permission, isOn: boolean) =>
    setGranted((now) => (isOn ? [...now, key] : now.filter((one) => one !== key)))
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await props.staff.add(username().trim(), granted())) props.onClose()
  }
  return (
    <Modal isOpen title="Add staff" onClose={props.onClose}>
      <form class="flex flex-col gap-3" onSubmit={(event) => void add(event)}>
        <Field
          label="Username"
          hint="3 to 32 letters a to z, digits or . _ -"
          required
          minlength={3}
          maxlength={32}
          autocomplete="off"
          data-autofocus
          value={username()}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
        <fieldset>
          <legend class="mb-1 font-medium">What this login may do</legend>
          <ul>
            <For each={columns}>
              {(column) => (
                <li class="flex items-center gap-3 border-t border-line py-1 first:border-t-0">
                  <span class="min-w-0 flex-1">
                    {column.label}
                    <span class="block text-xs text-muted">{column.meaning}</span>
                  </span>
                  <Switch
                    label={column.label}
                    isOn={granted().includes(column.key)}
                    onChange={(isOn) => toggle(column.key, isOn)}
                  />
                </li>
              )}
            </For>
          </ul>
        </fieldset>
        <FormTrouble trouble={props.staff.act.trouble()} />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Back</Button>
          <Button type="submit" look="solid" isBusy={props.staff.act.isBusy("add")}>
            Add
          </Button>
        </div>
      </form>
    </Modal>
  )
}

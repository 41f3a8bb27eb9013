import { createMemo, createSignal, Show } from "solid-js"
import { listProviders } from "../api/ProviderGateway.ts"
import { addRoute, editRoute, type Route } from "../api/RouteGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { commandChoices, targetWords } from "../words/routeWords.ts"
import { DestinationField } from "./DestinationField.tsx"
import { draftFor, draftOf, draftPlace, type RouteDraft } from "./RouteDraft.ts"
import { TargetFields } from "./TargetFields.tsx"

interface RouteDrawerProps {
  /** Null = a new one. */
  readonly route: Route | null
  readonly onRemove: (route: Route) => void
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** What a route is for, which command, and the chat that gets it. */
export const RouteDrawer = (props: RouteDrawerProps) => {
  const start = props.route
  const first = draftOf(start)
  const [draft, setDraft] = createSignal(first)
  const [isTried, setTried] = createSignal(false)
  const providers = createLoaded(listProviders)
  const act = createAct()
  const set = (values: Partial<RouteDraft>) => setDraft((now) => ({ ...now, ...values }))
  const target = createMemo(() => draftFor(draft()))
  const place = createMemo(() => draftPlace(draft()))

  const pick = (next: RouteDraft["place"]) =>
    // The old chat's name is not the new one's.
    set({ place: next, ...(draft().label === first.label ? { label: "" } : {}) })

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    const [what, where] = [target(), place()]
    if (what === null || where === null) return
    const fields = {
      for: what,
      command: draft().command === "" ? null : (draft().command as NonNullable<Route["command"]>),
      label: draft().label.trim() === "" ? null : draft().label.trim()
    }
    const isMoved = draft().place !== first.place
    const isDone = await act.run(() =>
      start === null
        ? addRoute({ ...fields, place: where })
        : editRoute(start.id, isMoved ? { ...fields, place: where } : fields)
    )
    if (isDone) props.onSaved()
  }

  return (
    <Drawer
      isOpen
      title={start === null ? "Add a route" : targetWords(start)}
      onClose={props.onClose}
      foot={
        <div class="flex justify-end gap-2">
          <Show when={start}>
            {(route) => (
              <Button look="danger" class="mr-auto" onClick={() => props.onRemove(route())}>
                Remove
              </Button>
            )}
          </Show>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" form="route-form" look="solid" isBusy={act.isBusy()}>
            {start === null ? "Add route" : "Save"}
          </Button>
        </div>
      }
    >
      <form id="route-form" class="flex flex-col gap-4 p-4" novalidate onSubmit={(event) => void save(event)}>
        <TargetFields
          draft={draft()}
          providers={providers.value()}
          trouble={isTried() && target() === null}
          onType={set}
        />
        <SelectField
          label="Which requests"
          value={draft().command}
          options={commandChoices}
          onPick={(command) => set({ command })}
        />
        <DestinationField place={draft().place} trouble={isTried() && place() === null} onPick={pick} />
        <Field
          label="Name of the place"
          name="label"
          hint="How it is called in lists; empty = the chat’s own name."
          value={draft().label}
          onInput={(event) => set({ label: event.currentTarget.value })}
          maxlength={100}
          autocomplete="off"
        />
        <FormTrouble trouble={act.trouble() ?? providers.trouble()} />
      </form>
    </Drawer>
  )
}

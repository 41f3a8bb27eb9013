import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { LineField } from "./RuleFields.tsx"
import { cellClass, type TableControlProps } from "./TableControl.ts"

/** Days of guarantee for single services, by the panel's service id. */
export const ServiceDays = (props: TableControlProps) => {
  const [id, setId] = createSignal("")
  const [days, setDays] = createSignal("")
  const rows = () => (props.value ?? {}) as Readonly<Record<string, number>>
  const ids = () => Object.keys(rows())
  const without = (gone: string) => {
    const { [gone]: _, ...others } = rows()
    return others
  }
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await props.save({ ...rows(), [id().trim()]: Number(days()) })) {
      setId("")
      setDays("")
    }
  }
  return (
    <div class="mt-1 flex max-w-120 flex-col gap-2">
      <Show when={ids().length > 0}>
        <div class="max-h-72 overflow-y-auto scroll-thin rounded-md border border-line" tabindex="0">
          <table class="w-full text-left">
            <thead class="text-xs text-muted">
              <tr class="border-b border-line">
                <th class={cellClass}>Service id</th>
                <th class={cellClass}>Guarantee</th>
                <th class={cellClass}>
                  <span class="sr-only">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={ids()}>
                {(service) => (
                  <tr class="border-b border-line last:border-b-0">
                    <td class={`${cellClass} figures font-medium`}>{service}</td>
                    <td class={cellClass}>
                      <span class="inline-flex items-center gap-2">
                        <LineField
                          label={`Days of service ${service}`}
                          text={String(rows()[service])}
                          isNumber
                          minimum={0}
                          maximum={36_500}
                          step={1}
                          isDisabled={props.isDisabled}
                          isRefused={false}
                          class="w-20"
                          save={(text) => props.save({ ...rows(), [service]: Number(text) })}
                          forget={props.forget}
                        />
                        <span class="text-muted">
                          {rows()[service] === 0 ? "days = no guarantee" : "days"}
                        </span>
                      </span>
                    </td>
                    <td class={`${cellClass} text-right`}>
                      <IconButton
                        label={`Remove service ${service}`}
                        disabled={props.isDisabled}
                        onClick={() => void props.save(without(service))}
                      >
                        <X class="size-4" aria-hidden="true" />
                      </IconButton>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <form class="flex flex-wrap items-center gap-2" onSubmit={(event) => void add(event)}>
        <input
          class={`${inputClass} figures w-28`}
          aria-label="Service id"
          placeholder="Service id"
          maxlength={64}
          required
          disabled={props.isDisabled}
          value={id()}
          onInput={(event) => setId(event.currentTarget.value)}
        />
        <input
          type="number"
          class={`${inputClass} figures w-20 text-right`}
          aria-label="Days of guarantee"
          placeholder="Days"
          min={0}
          max={36_500}
          required
          disabled={props.isDisabled}
          value={days()}
          onInput={(event) => setDays(event.currentTarget.value)}
        />
        <Button type="submit" disabled={props.isDisabled}>
          Add service
        </Button>
      </form>
    </div>
  )
}

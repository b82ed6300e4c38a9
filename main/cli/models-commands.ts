import type { ModelListing } from '../core/contract/engine.js'
import { printable } from '../core/messages/printable.js'
import type { CommandContext } from './command-context.js'
import { reportError, withEngine } from './command-context.js'
import type { ExitCode } from './exit-codes.js'
import { exitCode } from './exit-codes.js'

export async function listModelsCommand(context: CommandContext, options: { json: boolean }): Promise<ExitCode> {
  const { terminal, messages } = context
  return withEngine(context, async (dispatch) => {
    const listed = await dispatch.listModels()
    if (!listed.ok) return reportError(context, listed.error)
    for (const model of listed.value) {
      const origin = model.builtIn ? ` · ${messages.models.builtIn}` : ''
      terminal.data(options.json ? JSON.stringify(model) : describe(model) + origin)
    }
    return exitCode.safe
  })
}

export async function addModelCommand(
  context: CommandContext,
  options: { file: string; head?: string },
): Promise<ExitCode> {
  const { terminal, messages } = context
  return withEngine(context, async (dispatch) => {
    const added = await dispatch.addModel(options)
    if (!added.ok) return reportError(context, added.error)
    terminal.message(messages.models.added(printable(added.value.name)))
    return exitCode.safe
  })
}

export async function removeModelCommand(context: CommandContext, options: { name: string }): Promise<ExitCode> {
  const { terminal, messages } = context
  return withEngine(context, async (dispatch) => {
    const removed = await dispatch.removeModel(options)
    if (!removed.ok) return reportError(context, removed.error)
    terminal.message(messages.models.removed(printable(options.name)))
    return exitCode.safe
  })
}

const describe = ({ name, head, license, sha256 }: ModelListing): string =>
  [name, head, license, sha256].map(printable).join(' · ')

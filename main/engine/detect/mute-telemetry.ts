/**
 * [Note: onnxruntime reports home]
 *
 * Since 1.29 the published binaries of onnxruntime for Linux and macOS tell Microsoft of every process, model and session, and keep an
 * identifier of the machine on disk. This variable, and nothing that comes later, keeps them from it: it is read when the
 * library is loaded. Threads have a copy of the variables that the library does not see, which is why worker processes are
 * started with it as well. On Windows it reads nothing and sends nothing: it announces to the system's event tracing, see
 * docs/desktop.md. `test/window/traces.test.ts` looks at the system calls of the window and of the command.
 */
export const muteTelemetry = { ORT_DISABLE_TELEMETRY: '1' } as const

Object.assign(process.env, muteTelemetry)

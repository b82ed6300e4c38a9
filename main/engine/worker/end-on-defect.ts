import { defectExitCode } from './protocol.js'

process.on('uncaughtException', () => process.exit(defectExitCode))

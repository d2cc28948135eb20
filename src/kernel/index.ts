export { Kernel, type Census, type KernelImage, type Stop } from './kernel.js';
export {
  REGISTERS,
  type KernelPlan,
  type KernelProbe,
  type RecordKey,
  type RecordPlan,
  type RecordReading,
  type RecordRole,
  type RecordType,
} from './plan.js';
export { readLeads, type LeadReader } from './read-leads.js';
export type { RecordHost, RecordKernel, ShapeFields } from './record-kernel.js';

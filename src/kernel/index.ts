export { Kernel, type Census, type KernelImage, type Stop } from './kernel.js';
export { type KernelPlan, type KernelProbe } from './plan.js';
export { readLeads, type LeadReader } from './read-leads.js';

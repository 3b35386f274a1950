// Drives an Azure Resource Manager with Microsoft's own JavaScript clients and says what came of it, one JSON object a line.
// usage: node drive.mjs BASE_URL
import { ComputeManagementClient } from '@azure/arm-compute';
import { WebSiteManagementClient } from '@azure/arm-appservice';
import { MonitorClient } from '@azure/arm-monitor';
import { KeyVaultManagementClient } from '@azure/arm-keyvault';

const [base] = process.argv.slice(2);
const subscription = '11111111-1111-1111-1111-111111111111';
const group = 'rg-shop';

// The clients refuse to send a token without TLS, rightly; on loopback their own policy is replaced by one that does.
const credential = { getToken: async () => null };
const token = { name: 'token', sendRequest: (request, next) => { request.headers.set('Authorization', 'Bearer sim.client-test'); return next(request); } };
// The clock of this Azure runs ahead of ours: a poller need not wait as long as it is told.
const impatient = { name: 'impatient', sendRequest: async (request, next) => { const answer = await next(request); answer.headers.delete('Retry-After'); return answer; } };
const options = { endpoint: base, allowInsecureConnection: true, retryOptions: { maxRetries: 0 }, additionalPolicies: [token, impatient].map(policy => ({ policy, position: 'perCall' })) };
const open = (Client, ...args) => {
  const client = new Client(credential, ...args, options);
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  return client;
};
const say = (what, value) => console.log(JSON.stringify({ what, ...value }));
const all = async pages => { const list = []; for await (const one of pages) list.push(one); return list; };
const refused = async (what, call) => {
  try { await call(); say(what, { refused: false }); } catch (e) { say(what, { refused: true, status: e.statusCode, code: e.code ?? e.details?.error?.code }); }
};

const compute = open(ComputeManagementClient, subscription);
const set = await compute.virtualMachineScaleSets.get(group, 'vmss-shop-web');
say('scale set', { capacity: set.sku.capacity });
const sets = await all(compute.virtualMachineScaleSets.list(group));
say('scale sets', { names: sets.map(s => s.name) });
const wait = { updateIntervalInMs: 20 };
const scaled = await compute.virtualMachineScaleSets.update(group, 'vmss-shop-web', { sku: { ...set.sku, capacity: 3 } }, { ...wait, ifMatch: set.etag });
say('scaled', { capacity: scaled.sku.capacity, state: scaled.provisioningState });
const instances = await all(compute.virtualMachineScaleSetVMs.list(group, 'vmss-shop-web'));
say('instances', { ids: instances.map(i => i.instanceId) });
await refused('stale etag', () => compute.virtualMachineScaleSets.update(group, 'vmss-shop-web', { sku: set.sku }, { ...wait, ifMatch: set.etag }));
await refused('locked', () => compute.virtualMachineScaleSets.update(group, 'vmss-shop-db', { sku: { name: 'Standard_E4s_v5', capacity: 4 } }, wait));
await refused('absent', () => compute.virtualMachines.get(group, 'vm-absent'));
const power = async () => (await compute.virtualMachines.instanceView(group, 'vm-shop-batch')).statuses.map(s => s.code).find(c => c.startsWith('PowerState/'));
await compute.virtualMachines.deallocate(group, 'vm-shop-batch', wait);
say('machine deallocated', { power: await power() });
await compute.virtualMachines.start(group, 'vm-shop-batch', wait);
await compute.virtualMachines.restart(group, 'vm-shop-batch', wait);
say('machine started', { power: await power() });

const web = open(WebSiteManagementClient, subscription);
const site = await web.webApps.get(group, 'app-shop-checkout');
await web.webApps.restart(group, 'app-shop-checkout');
const plan = await web.appServicePlans.get(group, 'plan-shop');
say('site', { state: site.state, plan: site.serverFarmId.split('/').at(-1), workers: plan.sku.capacity });

const monitor = open(MonitorClient, subscription);
const metrics = await monitor.metrics.list(set.id, { metricnames: 'Percentage CPU', aggregation: 'Average', interval: 'PT1M' });
const points = metrics.value[0].timeseries[0].data;
say('metric', { name: metrics.value[0].name.value, unit: metrics.value[0].unit, points: points.length });
const since = new Date(points[0].timeStamp).toISOString();
const log = await all(monitor.activityLogs.list(`eventTimestamp ge '${since}' and resourceGroupName eq '${group}'`));
say('activity log', { operations: [...new Set(log.map(e => e.operationName.value))].sort(), callers: [...new Set(log.map(e => e.caller))] });
say('autoscale', { settings: (await all(monitor.autoscaleSettings.listByResourceGroup(group))).length });

const keyVault = open(KeyVaultManagementClient, subscription);
const tenantId = '00000000-0000-0000-0000-000000000001';
await keyVault.vaults.createOrUpdate(group, 'kv-clients', { location: 'westeurope', properties: { tenantId, sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true } }, { updateIntervalInMs: 20 });
const vault = await keyVault.vaults.get(group, 'kv-clients');
say('vault', { uri: vault.properties.vaultUri, listed: (await all(keyVault.vaults.listByResourceGroup(group))).map(v => v.name), secrets: (await all(keyVault.secrets.list(group, 'kv-clients'))).length });
await refused('no vault', () => keyVault.vaults.get(group, 'kv-absent'));

// What is deleted: an operation of Compute is followed to its end, the others are over when they are answered, and none is refused twice.
await compute.virtualMachines.delete(group, 'vm-shop-batch', wait);
await compute.virtualMachines.delete(group, 'vm-shop-batch', wait);
await refused('deleted machine', () => compute.virtualMachines.get(group, 'vm-shop-batch'));
await web.webApps.delete(group, 'app-shop-checkout');
await refused('deleted site', () => web.webApps.get(group, 'app-shop-checkout'));
await refused('no site', () => web.webApps.delete(group, 'app-shop-checkout'));
await web.appServicePlans.delete(group, 'plan-shop');
await web.appServicePlans.delete(group, 'plan-shop');
await keyVault.vaults.delete(group, 'kv-clients');
await keyVault.vaults.delete(group, 'kv-clients');
await refused('deleted vault', () => keyVault.vaults.get(group, 'kv-clients'));

// Fields that Linux data sources and Elastic's rules use and that ECS does not have. Names are facts of the products
// (auditbeat, Auditd Manager, Elastic Defend, Kubernetes audit logs, Kibana alerts); the list is ours.

/**
 * The same notation as `ECS_FIELDS`, and `*` for parents under which every name is known. `auditd.data` is keyword
 * throughout: auditbeat ships all of it as strings, and rules are written against strings.
 */
export const DATA_SOURCE_FIELDS = `
agent: hostname
auditd: message_type messages result sequence=long session
auditd.data: * a0 a1 a2 a3 acct addr arch argc audit_enabled cipher class comm data exe exit family grantors hostname id items key kind ksize len mac mode msg name new_ses old old_auid old_ses op path pfs proctitle reason res result rport ses sig spid subj suid syscall terminal tty type unit vm
auditd.data.socket: addr family path port saddr
auditd.file.selinux: domain level role user
auditd.log: * sequence=long
auditd.paths: cap_fe cap_fi cap_fp cap_frootid cap_fver dev inode item mode name nametype obj_domain obj_level obj_role obj_user ogid ouid rdev
auditd.summary: how
auditd.summary.actor: primary secondary
auditd.summary.object: primary secondary type
auditd.user: auid
auditd.user.audit: id name
auditd.user.audit.group: id name
auditd.user.filesystem: id name
auditd.user.filesystem.group: id name
auditd.user.new_auid: id name
auditd.user.old_auid: id name
auditd.user.saved: id name
auditd.user.saved.group: id name
auditd.user.selinux: category domain level role user
destination: path
elastic.agent: id
file.Ext: entropy=double header_bytes header_data monotonic_id=long
file.Ext.device: bus_type dos_name file_system_type nt_name product_id serial_number vendor_id volume_device_type
file.Ext.malware_signature: all_names identifier version
file.Ext.malware_signature.primary.signature: id name
file.Ext.malware_signature.primary.signature.hash: sha256
file.Ext.original: extension gid group mode name owner path uid
file.selinux: domain level role user
flow: complete=boolean final=boolean
group.Ext.real: id name
host: containerized=boolean
host.os: codename
host.os.Ext: variant
kibana.alert: ancestors=object depth=long original_time=date reason risk_score=double severity status uuid workflow_status workflow_tags
kibana.alert.group: id index=long
kibana.alert.original_event: * created=date ingested=date risk_score=double sequence=long severity=long
kibana.alert.rule: building_block_type category consumer description enabled license name producer risk_score=double rule_id rule_type_id severity tags type uuid version
kibana.alert.rule.threat: framework
kibana.alert.rule.threat.tactic: id name reference
kibana.alert.rule.threat.technique: id name reference
kibana.alert.rule.threat.technique.subtechnique: id name reference
kubernetes.audit: apiVersion auditID kind level requestReceivedTimestamp=date requestURI sourceIPs stage stageTimestamp=date userAgent verb
kubernetes.audit.annotations: *
kubernetes.audit.impersonatedUser: groups uid username
kubernetes.audit.objectRef: apiGroup apiVersion name namespace resource resourceVersion subresource uid
kubernetes.audit.responseStatus: code=long message reason status
kubernetes.audit.user: groups uid username
kubernetes.audit.user.extra: *
container.labels: *
labels: *
process: created=date origin_referrer_url origin_url pgid=long ppid=long
process.Ext: ancestry architecture authentication_id command_line_truncated=boolean defense_evasions protection relative_file_creation_time=double relative_file_name_modify_time=double session trusted=boolean trusted_descendant=boolean
process.Ext.code_signature: exists=boolean status subject_name thumbprint_sha256 trusted=boolean valid=boolean
process.Ext.device: bus_type dos_name file_system_type nt_name product_id serial_number vendor_id volume_device_type
process.Ext.effective_parent: entity_id executable name pid=long
process.Ext.load_module: name src_version taint_flags taints=long version
process.Ext.memfd: flag_allow_seal=boolean flag_cloexec=boolean flag_exec=boolean flag_hugetlb=boolean flag_noexec_seal=boolean flags name
process.Ext.ptrace: addr=long child_pid=long data=long request=long
process.Ext.script: content path
process.Ext.shmget: flags=long key=long size=long
process.Ext.token: elevation=boolean elevation_level elevation_type integrity_level_name
process.ai_agent: is_descendant=boolean name
process.parent: pgid=long ppid=long
process.parent.Ext: architecture command_line_truncated=boolean protection user
process.parent.Ext.code_signature: exists=boolean status subject_name thumbprint_sha256 trusted=boolean valid=boolean
process.parent.Ext.real: pid=long
process.thread.Ext: call_stack_summary hardware_breakpoint_set=boolean
source: path
system.audit.host: architecture boottime=date containerized=boolean hostname id ip=ip mac type uptime=long
system.audit.package: arch entity_id installtime=date name size=long version
system.audit.socket: egid=long euid=long gid=long uid=long
system.audit.user: dir gid name shell uid user_information
user.Ext.real: id name
user.audit: id name
user.audit.group: id name
user.filesystem: id name
user.group.Ext.real: id name
user.filesystem.group: id name
user.new_auid: id name
user.old_auid: id name
user.saved: id name
user.saved.group: id name
user.selinux: category domain level role user
`;

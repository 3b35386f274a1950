using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Ids that Azure sees, derived from ours: the same operation has the same id, also after a crash.</summary>
public static class OperationIds
{
    /// <summary>The request id of an operation, which the activity log keeps.</summary>
    public static Guid RequestId(string operationId)
    {
        ArgumentException.ThrowIfNullOrEmpty(operationId);
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("ops-request:" + operationId)).AsSpan(0, 16));
    }
}

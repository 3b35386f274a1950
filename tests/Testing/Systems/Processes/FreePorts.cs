using System.Net;
using System.Net.Sockets;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>Ports on loopback that nobody listens on at the moment.</summary>
public static class FreePorts
{
    /// <summary>Takes as many different ones as asked for; all are held until the last is known.</summary>
    public static IReadOnlyList<int> Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(l => l.Start());
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }
}

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Integration.SimulatedAzure;

namespace OpsAutomation.Integration.Security;

public sealed class SurroundingsTests
{
    [Fact]
    public async Task The_environment_opens_no_further_address_of_the_simulated_Azure()
    {
        const string variable = "Kestrel__Endpoints__Open__Url";
        var port = FreePort();
        Environment.SetEnvironmentVariable(variable, $"http://127.0.0.1:{port}");
        try
        {
            await using var shop = new SimulatedShop();
            await using var server = await Cli.Composition.SimServer.StartAsync(shop.Cloud, 0, CancellationToken.None);
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = Directory.CreateTempSubdirectory("ops-port-").FullName;
        try
        {
            string[] args = ["up", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}", "--sim-port", "0", "--data", Path.Combine(folder, "data")];
            Assert.Equal(ExitCodes.NotWell, await ExitCodes.RunAsync(new RootCommand { UpVerb.Create() }, args));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_function_key_does_not_leave_the_machine_in_the_clear()
    {
        var refused = Assert.Throws<CliException>(() => LocalApi.Open(new Uri("http://ops.example.com"), new DirectoryInfo(".")));
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_others_may_write_in_holds_no_keys()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("ops-open-").FullName;
        try
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
            Assert.Equal(ExitCodes.Usage, await ExitCodes.RunAsync(new RootCommand { UpVerb.Create() }, ["up", "--port", "0", "--sim-port", "0", "--data", folder]));
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Text;
using Azure.Identity;
using OpsAutomation.Integrations.Records.Tables.Access;

namespace OpsAutomation.Unit.Integrations.Tables;

public sealed class AccessTests
{
    private const string Secret = "a2V5IG9mIHRoZSBhY2NvdW50";
    private static readonly SharedKey Key = new("myaccount", Encoding.ASCII.GetBytes("key of the account"));

    [Fact]
    public void The_signed_text_has_the_documented_form()
    {
        const string date = "Tue, 24 Nov 2026 09:00:00 GMT";
        Assert.Equal(
            $"GET\n\n\n{date}\n/myaccount/opsrecords()",
            Key.StringToSign("GET", string.Empty, string.Empty, date, new Uri("https://myaccount.table.core.windows.net/opsrecords()?$filter=x")));
        Assert.Equal(
            $"PUT\nbWQ1\napplication/json\n{date}\n/myaccount/opsrecords(PartitionKey='%7Ca',RowKey='b')",
            Key.StringToSign("PUT", "bWQ1", "application/json", date, new Uri("https://myaccount.table.core.windows.net/opsrecords(PartitionKey='%7Ca',RowKey='b')")));
        Assert.Equal(
            $"GET\n\n\n{date}\n/myaccount/?comp=properties",
            Key.StringToSign("GET", string.Empty, string.Empty, date, new Uri("https://myaccount.table.core.windows.net/?restype=service&comp=properties")));
    }

    [Fact]
    public void On_an_emulator_the_account_stands_twice_in_the_signed_path() => Assert.EndsWith(
        "\n/devstoreaccount1/devstoreaccount1/Tables",
        new SharedKey("devstoreaccount1", [1]).StringToSign("POST", string.Empty, "application/json", "d", new Uri("http://127.0.0.1:10002/devstoreaccount1/Tables")));

    // Calculated with openssl dgst -sha256 -hmac.
    [Fact]
    public void The_signature_is_the_hmac_of_the_signed_text() => Assert.Equal(
        "SharedKey myaccount:scPZNZCKf5CTqgmS3BSTM189KXC+la3IxHscVjXQ86E=",
        Key.Authorization("GET\n\n\nTue, 24 Nov 2026 09:00:00 GMT\n/myaccount/opsrecords()"));

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("usedevelopmentstorage=True;", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey={Secret};EndpointSuffix=core.windows.net", "https://myaccount.table.core.windows.net/")]
    [InlineData($"AccountName=myaccount;AccountKey={Secret};EndpointSuffix=core.chinacloudapi.cn", "https://myaccount.table.core.chinacloudapi.cn/")]
    [InlineData($"AccountName=devstoreaccount1;AccountKey={Secret}==;TableEndpoint=http://127.0.0.1:9/devstoreaccount1/;BlobEndpoint=http://127.0.0.1:8/x", "http://127.0.0.1:9/devstoreaccount1")]
    public void A_connection_string_gives_the_endpoint(string text, string endpoint) =>
        Assert.Equal(endpoint, TableAccount.FromConnectionString(text.Replace($"{Secret}==", Secret, StringComparison.Ordinal)).Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("", "AccountName", "AccountKey")]
    [InlineData($"AccountName=My_Account;AccountKey=!{Secret}", "AccountName", "AccountKey")]
    [InlineData($"AccountName=myaccount;AccountKey={Secret};Accountkey={Secret}", "Accountkey is given twice")]
    [InlineData($"AccountName=myaccount;AccountKey={Secret};Color=red", "Setting 3")]
    [InlineData(Secret, "Setting 1", "AccountName")]
    [InlineData("UseDevelopmentStorage=false", "may only be true")]
    [InlineData($"UseDevelopmentStorage=true;AccountKey={Secret}", "without AccountKey")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://x", "DevelopmentStorageProxyUri is not supported")]
    [InlineData($"TableEndpoint=https://a.table.core.windows.net;SharedAccessSignature=sig%3D{Secret}", "SharedAccessSignature is not supported")]
    [InlineData($"AccountName=myaccount;AccountKey={Secret};DefaultEndpointsProtocol=http", "must be https")]
    [InlineData($"AccountName=myaccount;AccountKey={Secret};TableEndpoint=ftp://x", "not an http or https address")]
    public void A_wrong_connection_string_is_told_all_at_once_and_without_its_secret(string text, params string[] problems)
    {
        var error = Assert.Throws<FormatException>(() => TableAccount.FromConnectionString(text));
        Assert.All(problems, problem => Assert.Contains(problem, error.Message));
        Assert.DoesNotContain(Secret, error.ToString());
    }

    [Theory]
    [InlineData("http://myaccount.table.core.windows.net")]
    [InlineData("https://myaccount.table.core.windows.net/opsrecords")]
    [InlineData("https://user@myaccount.table.core.windows.net")]
    [InlineData("https://myaccount.table.core.windows.net/?sig=x")]
    public void A_token_goes_to_no_address_but_a_plain_https_one(string endpoint) =>
        Assert.Throws<ArgumentException>(() => TableAccount.WithToken(new Uri(endpoint), new DefaultAzureCredential()));

    [Fact]
    public void An_account_never_prints_its_key() =>
        Assert.Equal("myaccount.table.core.windows.net", $"{TableAccount.FromConnectionString($"AccountName=myaccount;AccountKey={Secret}")}");
}
